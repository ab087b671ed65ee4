"""Any SQLAlchemy model as a resource of react-admin's `ra-data-simple-rest`. Knows no domain.

The contract on the wire, for a resource `r`:

- `GET /r?sort=["field","ASC"]&range=[0,24]&filter={"field":value}` answers 200 with an array and
  `Content-Range: r 0-24/319`, or `r */319` where the array is empty. `Content-Range-Total` says whether the
  total is `exact`: it is without a filter, and up to 1,000 rows with one. The header `Range: r=0-24` counts
  where the query has no range. The primary key breaks ties. Without any range the first 25 rows come, but a
  filter by a list of ids (getMany) brings all of them.
- `GET /r` with `Accept: text/csv` answers with all rows that the filter matches, whatever the range, in the
  list's order. Each record of the relationship that the resource declares as `spread` is a row. A transfer
  that fails midway ends without its last chunk.
- `filter`: `field` is equality, null included, or with a list "one of"; `field_neq` is the complement;
  `field_gt`, `field_gte`, `field_lt`, `field_lte` compare. `q` searches the declared fields whatever the case
  and Unicode form: one or two letters or digits where a word begins, anything else anywhere. A word begins
  at the start and after each character that is neither; a CJK character is a word. Only declared fields:
  anything else is a 400 whose `errors` name the parameter.
- `embed=["relation"]` reads related records with each, in `GET /r` and `GET /r/{id}`.
- `POST /r`, and `GET`, `PUT`, `DELETE /r/{id}` answer with the record. A `PUT` takes all of the record or
  part of it: what is absent stays, what is only read is ignored, and unknown names are a 422.
- `PUT /r?filter={"id":[1,2]}` and `DELETE` change all of these or none, and answer with the ids.
- Integers of `BigInteger` columns and decimals are text: JavaScript would round them. Text or a number is
  taken, but no number that may have been rounded already. References are written as the keys they refer to.
- A record with a `version` has it as `ETag`. A write with another in `If-Match`, or else in its body, is a
  412 with the record as it now is in `current`.

Source: https://github.com/marmelab/react-admin/tree/master/packages/ra-data-simple-rest
"""

from react_admin.derive import read_schema
from react_admin.numbers import BigInt
from react_admin.resource import Action, Resource
from react_admin.router import resource_router
from react_admin.schemas import UNSENT, Id, Instant, Read, Text, Version, Whole, Write
from react_admin.writers import Writers

__all__ = [
    "UNSENT",
    "Action",
    "BigInt",
    "Id",
    "Instant",
    "Read",
    "Resource",
    "Text",
    "Version",
    "Whole",
    "Write",
    "Writers",
    "read_schema",
    "resource_router",
]
