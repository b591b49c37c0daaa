"""``python -m deploy.cli``: the command line, where its script is not on the path."""

from deploy.cli.main import main

main()
