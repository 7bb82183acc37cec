"""Codes of rows, for life: that of the last frozen version, else of its place on the day of this migration."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = '0007'
down_revision: str | None = '0006'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LETTERS = {'needs': 'B', 'objectives': 'O', 'objectives/kpis': 'K', 'actions': 'A'}
TITLES = {'needs': 'sentence', 'objectives': 'sentence', 'objectives/kpis': 'label', 'actions': 'title'}


def upgrade() -> None:
    op.create_table('row_code',
    sa.Column('plan_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('row', sa.String(length=160), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_row_code_plan_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('plan_id', 'row', name=op.f('pk_row_code')),
    sa.UniqueConstraint('plan_id', 'code', name=op.f('uq_row_code_plan_id_code'))
    )
    db = op.get_bind()
    add = sa.text('INSERT INTO row_code (plan_id, "row", code) VALUES (:plan, :row, :code)')
    for plan in db.scalars(sa.text('SELECT DISTINCT plan_id FROM repeat_row ORDER BY plan_id')).all():
        if found := [{'plan': plan, 'row': row, 'code': code} for row, code in _codes(db, plan).items()]:
            db.execute(add, found)


def _codes(db: sa.Connection, plan: int) -> Mapping[str, str]:
    """The code of each row of a plan, and of those gone that its last version has."""
    of = {'plan': plan}
    frozen = db.scalar(sa.text('SELECT body FROM plan_version WHERE plan_id = :plan ORDER BY number DESC LIMIT 1'), of)
    body = _read(frozen) or {'rows': {}, 'answers': {}}
    known = {path for path, each in body['answers'].items() if each['status'] == 'ok' and each['value']}
    codes = dict(_numbered(body['rows'], known))
    rows: dict[str, list[str]] = {}
    held = sa.text('SELECT repeat, "row" FROM repeat_row WHERE plan_id = :plan ORDER BY repeat, position')
    for repeat, row in db.execute(held, of):
        rows.setdefault(repeat, []).append(row)
    said = "status = 'ok' AND CAST(value AS TEXT) NOT IN ('null', '\"\"')"
    answers = db.scalars(sa.text(f'SELECT path FROM answer WHERE plan_id = :plan AND {said}'), of)
    placed = _numbered(rows, set(answers))
    return _completed(codes, dict(placed), [*_every(rows), *_removed(db, plan)])


def _numbered(rows: Mapping[str, Sequence[str]], known: set[str]) -> Iterator[tuple[str, str]]:
    """Rows with the code of their place, as it was printed: those without a title were left out."""
    for each, letter in LETTERS.items():
        titled = (row for row in _under(rows, each) if f'{row}/{TITLES[each]}' in known)
        yield from ((row, f'{letter}{place}') for place, row in enumerate(titled, 1))


def _under(rows: Mapping[str, Sequence[str]], repeat: str) -> Iterator[str]:
    """The rows of a list in order, under each row above it."""
    parent, _, name = repeat.rpartition('/')
    for above in [f'{row}/' for row in _under(rows, parent)] if parent else ['']:
        yield from (f'{above}{name}/{row}' for row in rows.get(f'{above}{name}', ()))


def _completed(codes: dict[str, str], placed: Mapping[str, str], every: Iterable[str]) -> Mapping[str, str]:
    """Give the rows that the version has not the code of their place, else the first that nobody had."""
    for row, code in placed.items():
        if row not in codes and code not in codes.values():
            codes[row] = code
    for row in every:
        letter = LETTERS.get(_list_of(row))
        if letter and row not in codes:
            given = sum(_list_of(other) == _list_of(row) for other in codes)
            taken = set(codes.values())
            codes[row] = next(code for n in count(given + 1) if (code := f'{letter}{n}') not in taken)
    return codes


def _list_of(row: str) -> str:
    return '/'.join(row.split('/')[::2])


def _every(rows: Mapping[str, Sequence[str]]) -> Iterator[str]:
    return (f'{repeat}/{row}' for repeat, kept in rows.items() for row in kept)


def _removed(db: sa.Connection, plan: int) -> Iterator[str]:
    """The rows that may still be restored."""
    bodies = db.scalars(sa.text('SELECT body FROM removal WHERE plan_id = :plan ORDER BY position'), {'plan': plan})
    return (f'{repeat}/{row}' for body in bodies for repeat, row, _ in _read(body)['rows'])


def _read(stored: Any) -> Any:  # JSON comes as text or read already, by database
    return json.loads(stored) if isinstance(stored, str) else stored


def downgrade() -> None:
    op.drop_table('row_code')
