"""The worklist: what is due in all cases, kept beside the journal, and read page by page."""
