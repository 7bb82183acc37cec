"""Migrations go up and down with rows inside, and are those of the code."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, select

from bot.paths import data_folder
from bot.storage import dossiers, memberships, plans
from bot.storage.database import Database, NeedsMigration, NewerThanCode, NotOurs, check_version, migrate
from bot.storage.migrations import check_tables, downgrade
from bot.storage.tables import answer, membership, metadata

HEAD = max(file.stem[:4] for file in (data_folder("alembic") / "versions").glob("[0-9]*.py"))
"""The last migration there is."""

_LATER = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"
branch_labels = None
depends_on = None


def rebuilt():
    return "always" if op.get_bind().dialect.name == "sqlite" else "never"


def upgrade():
    with op.batch_alter_table("plan", recreate=rebuilt()) as batch:
        batch.add_column(sa.Column("note", sa.String(20), nullable=True))
{extra}

def downgrade():
    with op.batch_alter_table("plan", recreate=rebuilt()) as batch:
        batch.drop_column("note")
"""


def _head() -> str:
    """The last migration of this Jalon."""
    return max(file.name for file in (data_folder("alembic") / "versions").glob("0*.py")).partition("_")[0]


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations of a later Jalon, which rebuilds the table that all others point to."""
    return _with_later(tmp_path / "later", "")


def _with_later(folder: Path, extra: str) -> Path:
    shutil.copytree(data_folder("alembic"), folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9999_later.py").write_text(_LATER.format(extra=extra, head=HEAD))
    return folder


def _fill(database: Database, now: datetime) -> int:
    def work(db: Connection) -> int:
        plan_id = plans.create(db, script_version=1, now=now)
        memberships.join(db, plan_id=plan_id, person_id=7, role=memberships.Role.LEAD, now=now)
        return plan_id

    return database.run(work)


def test_the_tables_are_those_of_the_code(database: Database) -> None:
    check_version(database)
    check_tables(database)


def test_a_database_goes_down_to_nothing_and_up_again_with_rows_inside(database: Database, now: datetime) -> None:
    _fill(database, now)
    downgrade(database, "base")
    left = set(database.run(lambda db: inspect(db).get_table_names()))
    assert left == {"alembic_version"}
    migrate(database)
    assert database.run(lambda db: plans.get(db, 1)) is None
    assert _fill(database, now) == 1


def test_rebuilding_a_table_keeps_every_row_that_points_to_it(database: Database, now: datetime, later: Path) -> None:
    plan_id = _fill(database, now)
    migrate(database, later)
    assert database.run(lambda db: memberships.role(db, plan_id, 7)) is memberships.Role.LEAD
    downgrade(database, HEAD, later)
    check_tables(database)
    assert database.run(lambda db: memberships.role(db, plan_id, 7)) is memberships.Role.LEAD
    assert database.run(lambda db: dossiers.load(db, plan_id)).revision == 0


def test_a_migration_that_fails_halfway_leaves_the_database_as_it_was(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    _fill(database, now)
    broken = _with_later(tmp_path / "broken", '    raise RuntimeError("halfway")\n')
    with pytest.raises(RuntimeError, match="halfway"):
        migrate(database, broken)
    check_version(database)
    check_tables(database)
    assert database.run(lambda db: len(db.execute(select(membership)).all())) == 1


@pytest.mark.checkout
def test_the_command_line_of_alembic_finds_the_database_of_the_settings(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = Config(toml_file=Path(__file__).parents[2] / "pyproject.toml")
    monkeypatch.setenv("JALON_DATABASE_URL", database_url)
    command.check(config)


def test_migrating_twice_changes_nothing(database: Database) -> None:
    migrate(database)
    check_version(database)


def test_a_database_of_a_later_jalon_is_refused(database: Database, later: Path) -> None:
    migrate(database, later)
    for act in (check_version, migrate):
        with pytest.raises(NewerThanCode, match="newer Jalon: install that version"):
            act(database)


def test_a_database_of_an_earlier_jalon_asks_to_be_migrated(database: Database, later: Path) -> None:
    with pytest.raises(NeedsMigration, match="run `jalon migrate`"):
        check_version(database, later)


def test_an_empty_file_asks_to_be_migrated(tmp_path: Path) -> None:
    opened = Database.open(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    with pytest.raises(NeedsMigration):
        check_version(opened)
    migrate(opened)
    check_version(opened)
    opened.shut()


def test_a_table_without_migration_is_noticed(database: Database) -> None:
    database.run(lambda db: db.exec_driver_sql("DROP TABLE lease"))
    with pytest.raises(Exception, match="New upgrade operations detected"):
        check_tables(database)


def test_the_migrations_folder_is_never_a_package() -> None:
    """An `__init__.py` there would hide the library alembic from this process and, in a wheel, from every other."""
    assert not list(data_folder("alembic").rglob("__init__.py"))


def test_a_migration_never_imports_the_application() -> None:
    texts = [file.read_text() for file in (data_folder("alembic") / "versions").glob("*.py")]
    assert texts
    assert not [text for text in texts if "bot." in text or "domain" in text]


def test_every_index_of_the_tables_has_a_name_of_its_own() -> None:
    names = [index.name for table in metadata.tables.values() for index in table.indexes]
    assert len(names) == len(set(names))
    assert answer.name in metadata.tables


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statements",
    [
        "CREATE TABLE outbox (id int)",
        "CREATE TABLE alembic_version (other int)",
        "CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('0001')",
    ],
)
def test_the_postgresql_of_another_program_is_left_as_it_is(postgres_url: str, statements: str) -> None:
    opened = Database.open(postgres_url)
    downgrade(opened, "base")
    opened.run(lambda db: db.exec_driver_sql("DROP TABLE alembic_version"))
    opened.run(lambda db: db.exec_driver_sql(statements))
    for act in (migrate, check_version):
        with pytest.raises(NotOurs, match="belongs to another program"):
            act(opened)
    opened.shut()
