/** Time that this thread was given, in ms: on a busy machine the clock on the wall says nothing about the code. */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
