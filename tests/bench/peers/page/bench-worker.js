/** Runs a peer's session in a worker. */
import { serveSession } from '../../contenders/worker-session.js';
import { TRAINERS } from '../trainers.js';

serveSession(TRAINERS);
