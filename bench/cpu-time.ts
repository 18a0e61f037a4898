/** Milliseconds of CPU that this process has used, threads and system calls included: a busy machine changes it little. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
