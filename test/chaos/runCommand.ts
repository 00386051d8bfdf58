/**
 * Runs a command to its exit code; a failure is told with how it is used. A signal that ends it lets what it has started
 * be ended as well.
 */
export function runCommand(main: (argv: readonly string[]) => Promise<number>, usage: string): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: Error) => {
      console.error(`${error.stack}\n\n${usage}`);
      process.exit(1);
    },
  );
}
