/** The door of this room for callers that load it on demand. */
export { listDemoRequests } from './demo-requests.ts';
export { startDemoServer } from './demo-server.ts';
