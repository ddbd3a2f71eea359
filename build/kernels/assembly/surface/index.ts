export { cells, turns } from './describe';
export { blur } from './blur';
export { extrema } from './extrema';
export { nearest } from './nearest';
