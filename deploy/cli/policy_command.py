"""`waystation policy`: check a place's policies, show which hold, and what a changed file changes."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from deploy.cli.day import Day
from deploy.cli.policy_tables import SHOWN, print_changes, print_shown
from deploy.cli.region_code import RegionCode
from deploy.language import echo, in_language
from deploy.place import POLICIES, own_policies, own_regions, regions_of_environment
from deploy.sentence import CannotGoOn
from shared.clock import present_day
from shared.events.cases.kinds import CaseKind
from shared.policies.comparing import changes, days_changed, schemes_changed
from shared.policies.faults import PoliciesBroken
from shared.policies.in_force import FILE, load_policies
from shared.policies.policies import Policies
from shared.policies.reading import built_in
from shared.regions import prefix
from shared.text import Text
