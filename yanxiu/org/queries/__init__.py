"""Named reads of units, people and school time. They never scope by themselves: doors do."""
