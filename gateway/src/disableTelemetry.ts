// @apollo/gateway sends hourly metrics from its constructor on unless it is told not to. Imported before it everywhere.
process.env.APOLLO_TELEMETRY_DISABLED = '1';
