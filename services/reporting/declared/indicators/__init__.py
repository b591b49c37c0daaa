"""The indicators: every published figure, with its formula in words. One module per subject. Pure.

A new indicator is one declaration and one test.
"""

from services.reporting.declared.collecting import collect
from services.reporting.declared.words import Indicator

INDICATORS = collect(__name__, __path__, Indicator)
