import { warmUp } from './server.mjs';

await warmUp();
process.exit();
