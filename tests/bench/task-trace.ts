/** Tasks of the page's main thread from Chromium's own trace, with the processor time that each took beside its wall-clock time. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Task {
  /** Milliseconds from its start to its end, others' turns on the processor included. */
  wall: number;
  /** Milliseconds of processor time that it took itself. */
  cpu: number;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/** The category that holds one event per task and little else. */
const CATEGORIES = ['disabled-by-default-lighthouse', 'toplevel'];
const TASKS = new Set(['RunTask', 'ThreadControllerImpl::RunTask']);

/**
 * Traces while `run` runs.
 * @param profileDir profile of a running Chromium, where it tells its DevTools port
 * @param run what is traced
 */
export async function tracedTasks(profileDir: string, run: () => Promise<unknown>): Promise<Task[]> {
  const [port, path] = readFileSync(join(profileDir, 'DevToolsActivePort'), 'utf8').split('\n');
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  await new Promise<void>((done, fail) => {
    socket.addEventListener('open', () => done());
    socket.addEventListener('error', () => fail(new Error('DevTools did not answer')));
  });
  const events: TraceEvent[] = [];
  let started = () => {};
  let failed = (_: Error) => {};
  let complete = () => {};
  const whole = new Promise<void>((done) => {
    complete = done;
  });
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as {
      id?: number;
      method?: string;
      error?: { message: string };
      params?: { value: TraceEvent[] };
    };
    if (message.error) failed(new Error(message.error.message));
    else if (message.id === 1) started();
    else if (message.method === 'Tracing.dataCollected') events.push(...(message.params?.value ?? []));
    else if (message.method === 'Tracing.tracingComplete') complete();
  });
  const traceConfig = {
    recordMode: 'recordAsMuchAsPossible',
    includedCategories: CATEGORIES,
    excludedCategories: ['*'],
  };
  await new Promise<void>((done, fail) => {
    started = done;
    failed = fail;
    socket.send(
      JSON.stringify({
        id: 1,
        method: 'Tracing.start',
        params: { transferMode: 'ReportEvents', traceConfig },
      }),
    );
  });
  await run();
  socket.send(JSON.stringify({ id: 2, method: 'Tracing.end' }));
  await whole;
  socket.close();
  return mainThreadTasks(events);
}

function mainThreadTasks(events: readonly TraceEvent[]): Task[] {
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const main = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(thread),
  );
  const tasks = events.filter(
    (event) => event.ph === 'X' && TASKS.has(event.name) && main.has(thread(event)),
  );
  if (tasks.length === 0) throw new Error('the trace holds no tasks');
  return tasks.map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1_000, cpu: tdur / 1_000 }));
}
