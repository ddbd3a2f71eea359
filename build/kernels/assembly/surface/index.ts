export { cells, turns } from './describe';
export { blur, less } from './blur';
export { extrema } from './extrema';
export { nearest } from './nearest';
