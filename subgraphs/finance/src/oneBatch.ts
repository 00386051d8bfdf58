/**
 * Options of a `find` whose answer is to come in one command. The server sends 101 rows at first and makes the driver
 * ask for the rest (`getMore`), so that a list would cost more commands the longer it is. 10,000 rows of this size stay
 * below the 16 MB of a message; beyond it the driver asks on as before.
 */
export const oneBatch = { batchSize: 10_000 } as const;
