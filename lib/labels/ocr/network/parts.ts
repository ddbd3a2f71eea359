/** Parts of a network. */
import { type Graph, type GraphNode, withInput, writeGraph } from './graph.ts';

/** The nodes that `output` follows from, in order; what `start` follows from is left out. */
export function nodesFor(graph: Graph, output: string, start?: string): GraphNode[] {
  const wanted = new Set([output]);
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => name !== start && wanted.has(name))) continue;
    nodes.unshift(node);
    for (const name of node.inputs) wanted.add(name);
  }
  return nodes;
}

/** The bytes of the network from `start` on, which becomes its input. */
export function startingAt(graph: Graph, start: string): Uint8Array {
  const output = graph.nodes.at(-1)?.outputs[0] ?? '';
  return writeGraph(withInput({ ...graph, nodes: nodesFor(graph, output, start) }, start));
}
