"""签到表: reading names × dates with marks as offices keep them. Pure: cells in, values and questions out; no Django."""
