/** Small pages for parts of the reader. */
import { JSDOM } from 'jsdom';

export const ADDRESS = 'https://desk.example.com/claims';

const { DOMParser } = new JSDOM('', { url: ADDRESS }).window;

/** The body of a small page. */
export const bodyOf = (html: string): Element => new DOMParser().parseFromString(html, 'text/html').body;

/** The elements of a small page by their ids. */
export const partIn = (body: Element, id: string): Element => {
  const found = body.querySelector(`#${id}`);
  if (!found) throw new Error(`no part ${id}`);
  return found;
};
