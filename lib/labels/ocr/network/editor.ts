/** A network's graph while it is being rewritten. */
import { attribute, type Constant, type Graph, type GraphNode } from './graph.ts';

/** Floats that the file holds. */
export interface Weights extends Constant {
  values: Float32Array;
}

/** How the names begin that are given here. */
const OWN = 'claimlens.';

/** Ways through a graph, and places for new nodes and constants. */
export class Editor {
  readonly graph: Graph;
  /** Number of the next name; an editor before this one may have given some. */
  private made: number;

  constructor(graph: Graph) {
    this.graph = graph;
    const names = [...graph.constants.keys(), ...graph.nodes.flatMap(({ outputs }) => outputs)];
    const given = names.flatMap((name) => (name.startsWith(OWN) ? Number(name.slice(OWN.length)) : []));
    this.made = Math.max(-1, ...given) + 1;
  }

  makerOf(name: string | undefined): GraphNode | undefined {
    return this.graph.nodes.find(({ outputs }) => name !== undefined && outputs.includes(name));
  }

  usersOf(name: string): GraphNode[] {
    return this.graph.nodes.filter(({ inputs }) => inputs.includes(name));
  }

  floats(name: string | undefined): Weights | null {
    const constant = name === undefined ? undefined : this.graph.constants.get(name);
    return constant?.values instanceof Float32Array ? (constant as Weights) : null;
  }

  constant(dims: number[], values: Float32Array | readonly number[]): string {
    const name = `${OWN}${this.made++}`;
    const held = values instanceof Float32Array ? values : BigInt64Array.from(values, BigInt);
    this.graph.constants.set(name, { dims, values: held });
    return name;
  }

  /** Puts `node` in before `place`; gives the name of its output. */
  add(
    place: GraphNode,
    op: string,
    inputs: string[],
    attributes: Record<string, string | number | readonly number[] | Float32Array> = {},
    output = `${OWN}${this.made++}`,
  ): string {
    const rest = Object.entries(attributes).map(([name, value]) => attribute(name, value));
    this.graph.nodes.splice(this.graph.nodes.indexOf(place), 0, { op, inputs, outputs: [output], rest });
    return output;
  }

  remove(...gone: (GraphNode | undefined)[]): void {
    this.graph.nodes = this.graph.nodes.filter((node) => !gone.includes(node));
  }

  reshape(place: GraphNode, name: string, dims: number[]): string {
    return this.add(place, 'Reshape', [name, this.constant([dims.length], dims)]);
  }
}
