/** Whether a process of this machine has that id: one of another owner counts too. It may be another than the one meant. */
export function isProcessAlive(pid: number): boolean {
  try {
    // Signal 0 is none: it only asks.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
