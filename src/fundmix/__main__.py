"""``python -m fundmix`` is the command ``fundmix``."""

from fundmix.cli import main

main(prog_name="fundmix")
