"""The city of a demo: four districts whose streets keep up better and worse, for two years."""
