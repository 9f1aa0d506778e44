"""What a terminal, a notebook and a shell show beside the answer: charts, time left, catalogs by name, completion."""

SENTENCES: dict[str, str] = {
    # cash on a terminal, and the picture of a plan
    "chart_cash": "Cash at the end of each month",
    "chart_cash_periods": "Cash at the end of each period",
    "chart_floor": " at least {floor:money0}",
    "picture_amount": "Amount ({currency_sign})",
    "picture_apr": "APR (simple)",
    "picture_cash": "Cash ({currency_sign})",
    "picture_floor": "At least",
    # while the solver works
    "waiting_spent": "{text} {spent} s",
    "waiting_left": "{text} {spent} s, at most {left} s left",
    "waiting_soon": "{text} {spent} s, done in a moment",
    # catalogs by name
    "title_named": "Catalogs with a name: {count}",
    "column_named": "Name",
    "column_brought_by": "Brought by",
    "column_folder": "Folder",
    "named_legend": "Use one with --catalog NAME. A folder of your own is named with a slash: --catalog ./mine",
    "catalog_twice": "two installed packages bring a catalog {value}: {packages:list}; uninstall one, or name the "
    "folder itself",
    "catalog_without_folder": "the catalog {value} of an installed package has no folder {package}; install the "
    "package anew",
    # completion
    "help_completion": "Print the script for completion in your shell.",
    "help_completion_more": "For zsh: fundmix completion zsh >> ~/.zshrc. For fish: fundmix completion fish > "
    "~/.config/fish/completions/fundmix.fish. It holds from the next terminal on.",
    # the command reference
    "reference_title": "Commands",
    "reference_opening": "What each command prints with `--help`. Every command also takes `-h`.",
}
