/** Put in by the build (wxt.config.ts). */
declare const __TEAM_HOST__: string | undefined;

/** The server that a managed build allows, `wss://host[:port]`; empty in all others. */
export const bakedHost: string = typeof __TEAM_HOST__ === 'string' ? __TEAM_HOST__ : '';
