export { colourRow, addRow, areaTaps, colours, shrink, smooth } from './planes';
export { corners, describe, moments } from './corners';
export { nearestTwo } from './hamming';
export { votes, words } from './postings';
