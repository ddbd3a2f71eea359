export { colourRow, addRow, areaTaps, colours, shrink, smooth } from './planes';
export { corners, describe, moments } from './corners';
export { distances } from './hamming';
export { votes } from './postings';
