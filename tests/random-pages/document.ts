/** The document in which random pages are drawn, one after the other. */
import { JSDOM } from 'jsdom';

export const { document } = new JSDOM('<!doctype html><body></body>', { url: 'https://mms.pinduoduo.com/' })
  .window;
