"""PostgreSQL with tenant keys: primary keys (id, district_id), foreign keys (x_id, district_id).

Django writes every table itself; this backend only widens the keys that a TenantId asks for, so
migrations need no SQL by hand and a distributed engine can take the same schema (see docs/decisions/0002).
"""
