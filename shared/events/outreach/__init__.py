"""The events of services/outreach, a chapter a module; importing the package knows them all."""

from shared.events import import_chapters

import_chapters(__name__, __path__)
