"""Any SQLAlchemy model as a resource of react-admin's `ra-data-simple-rest`. Knows no domain.

The contract on the wire, for a resource `r`:

- `GET /r?sort=["field","ASC"]&range=[0,24]&filter={"field":value}` answers 200 with an array and
  `Content-Range: r 0-24/319`, or `r */319` where the array is empty. The header `Range: r=0-24` counts where
  the query has no range. The primary key breaks ties. Without any range the first 25 rows come, but a filter
  by a list of ids (getMany) brings all of them.
- `filter`: a value is equality, null included; a list is "one of"; `q` searches the declared fields
  ignoring ASCII case. Only declared fields: anything else is a 400 whose `errors` name the parameter.
- `POST /r`, and `GET`, `PUT`, `DELETE /r/{id}` answer with the record. A `PUT` takes all of the record or
  part of it: what is absent stays, what is only read is ignored, and unknown names are a 422.

Source: https://github.com/marmelab/react-admin/tree/master/packages/ra-data-simple-rest
"""

from app.react_admin.query import Fields
from app.react_admin.router import Writers, resource_router
from app.react_admin.schemas import UNSENT, Id, Instant, Read, Text, Write

__all__ = [
    "UNSENT",
    "Fields",
    "Id",
    "Instant",
    "Read",
    "Text",
    "Write",
    "Writers",
    "resource_router",
]
