/** The module worker's entry: nothing but the call table. */
import { serve } from './serve.ts';

serve(self as never);
