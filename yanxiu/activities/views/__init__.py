"""Pages of 研修活动."""
