"""名单: reading the roster an office really has. Pure: files in, values and questions out; no Django."""
