"""The events of services/cases, a chapter a module; to import the package is to know them all.

Each entry carries the kind of case and the region *at that time*, so that statistics never
have to ask anyone anything.
"""

from shared.events import import_chapters

import_chapters(__name__, __path__)
