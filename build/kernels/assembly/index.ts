export { colourRow, addRow, areaTaps, colours, pixels, shrink, smooth } from './planes';
export { corners, describe, moments } from './corners';
export { ballot, byProbe, byWord, scores, shortlist } from './ballots';
export { nearestTwo } from './hamming';
export { nearHashes, votes, words } from './postings';
export { boxSum, mapEquations, normalEquations } from './sums';
export { leaves, normalised, readThrough, squared } from './laid';
export { grown, holes, inverted, joined, partBoxes, parts } from './masks';
export { clearNear, colourRuns, flatPixels } from './panels';
export { blockSums, correlated, gradients } from './agreement';
export { addLight, halved, lightCounts, tables, throughCurve, toneCounts, windowMeans } from './tone';
export { filteredColour, filteredLuma } from './filter';
export { scaledRow, summedRows } from './resample';
export { agreeing, difference, halfFloats, larger, lowest, misses, ninths, products, select, textureLost } from './compared';
export {
  byKind,
  colourMisses,
  colourSums,
  crossSums,
  enlarged,
  foreign,
  inUnits,
  kinds,
  laplacians,
  marked,
  raised,
  spreadOver,
  sumOf,
  sumWhere,
  thinned,
  tileSums,
} from './marked';
