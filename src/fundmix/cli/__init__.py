"""The command line: click, and no logic.

Only click and the standard library are imported here. pandas, pydantic and the solver take a second to load,
and neither ``--help`` nor a typing mistake should wait for them: every command imports what it needs in its
body.
"""

from fundmix.cli.catalogs import catalog
from fundmix.cli.loan import apr, schedule
from fundmix.cli.planning import eligible, optimize, verify
from fundmix.cli.profiles import profile
from fundmix.cli.spoken import Program

main = Program(
    "fundmix", example="fundmix optimize --profile profile.toml --need 30万 --by +2m --purpose stock"
)
for command in (optimize, eligible, apr, schedule, profile, catalog, verify):
    main.add_command(command)

__all__ = ["main"]
