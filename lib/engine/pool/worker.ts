/** The module worker's entry: nothing but the call table. */
import { serve } from './serve.ts';
import { workerCalls } from './worker-calls.ts';

serve(self as never, workerCalls);
