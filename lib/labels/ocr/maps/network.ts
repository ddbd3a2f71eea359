/** Runs the convolutional part of a network, in the room of its kernels. */
import type { Graph } from '../network/graph.ts';
import { type ConvolveStep, INPUT, planOf, type Step } from './plan.ts';
import { NetworkRoom } from './room.ts';
import type { Small } from './small.ts';
import { EIGHT, filledUp, packed, padded } from './weights.ts';

/** A map in the room: channels side by side, filled up to `held`, with a border of `border` pixels around it. */
interface Laid {
  /** Address of its first pixel, inside the border. */
  at: number;
  start: number;
  bytes: number;
  width: number;
  height: number;
  channels: number;
  held: number;
  border: number;
  pixel: number;
  row: number;
}

/** What a network gives: for each pixel its channels. A view that the next run overwrites. */
export interface MapAnswer {
  width: number;
  height: number;
  channels: number;
  values: Float32Array;
}

const inputsOf = (step: Step): string[] => {
  if (step.op === 'join') return step.xs;
  if (step.op === 'scale') return [step.x, step.by];
  if (step.op === 'add') return [step.x, step.y];
  if (step.op === 'convolve' && typeof step.weights === 'string') return [step.x, step.weights];
  return [step.x];
};

export class MapNetwork {
  private readonly room = new NetworkRoom();
  private readonly steps: Step[];
  private readonly output: string;
  /** How wide a border each map needs. */
  private readonly borders = new Map<string, number>();
  /** Index of the last step that reads each. */
  private readonly lastUse = new Map<string, number>();
  private maps = new Map<string, Laid>();
  private smalls = new Map<string, Small>();

  /** The part of `graph` that `output` follows from. Throws a plain Error where it has a step that isn't known. */
  constructor(graph: Graph, output: string) {
    this.output = output;
    this.steps = planOf(graph, output, this.room);
    for (const [i, step] of this.steps.entries()) {
      for (const name of inputsOf(step)) this.lastUse.set(name, i);
      if (step.op === 'convolve')
        this.borders.set(step.x, Math.max(this.borders.get(step.x) ?? 0, ...step.pads));
    }
  }

  /** `planes`: three, one after the other. */
  run(planes: Float32Array, width: number, height: number): MapAnswer {
    const { room } = this;
    room.clear();
    this.maps = new Map();
    this.smalls = new Map();
    const bytes = 12 * width * height;
    const at = room.take(bytes);
    room.floats(at, planes.length).set(planes);
    const input = this.map(INPUT.name, width, height, INPUT.channels, INPUT.held);
    room.calls.interleaved(at, width, height, input.at, input.row);
    room.free(at, bytes);
    for (const [i, step] of this.steps.entries()) {
      this.step(step);
      for (const name of new Set(inputsOf(step))) {
        const map = this.maps.get(name);
        if (map && this.lastUse.get(name) === i) {
          room.free(map.start, map.bytes);
          this.maps.delete(name);
        }
      }
    }
    const out = this.maps.get(this.output)!;
    const values = room.floats(out.at, out.width * out.height * out.held);
    return { width: out.width, height: out.height, channels: out.held, values };
  }

  private map(
    name: string,
    width: number,
    height: number,
    channels: number,
    held = filledUp(channels),
  ): Laid {
    const border = this.borders.get(name) ?? 0;
    const pixel = 4 * held;
    const row = (width + 2 * border) * pixel;
    const bytes = row * (height + 2 * border);
    const start = this.room.take(bytes);
    if (border > 0) this.room.calls.bordered(start, width, height, border, pixel);
    const at = start + border * (row + pixel);
    const map = { at, start, bytes, width, height, channels, held, border, pixel, row };
    this.maps.set(name, map);
    return map;
  }

  private step(step: Step): void {
    const { calls } = this.room;
    const given = (name: string): Laid => this.maps.get(name)!;
    switch (step.op) {
      case 'convolve':
        this.convolve(step);
        return;
      case 'small':
        this.smalls.set(step.out, step.run(this.smalls.get(step.x)!));
        return;
      case 'mean': {
        const { at, row, width, height, channels, held } = given(step.x);
        const sums = this.room.take(4 * held);
        calls.channelSums(at, row, width, height, held, sums);
        const values = this.room.floats(sums, channels).map((sum) => sum / (width * height));
        this.room.free(sums, 4 * held);
        this.smalls.set(step.out, { dims: [1, channels, 1, 1], values });
        return;
      }
      case 'scale': {
        const { at, row, width, height, channels, held } = given(step.x);
        const out = this.map(step.out, width, height, channels);
        const gains = this.room.take(8 * held);
        this.room.floats(gains, held).set(padded(this.smalls.get(step.by)!.values));
        const shifts = gains + 4 * held;
        this.room.floats(shifts, held).fill(0);
        calls.weighted(at, row, width, height, held, gains, shifts, 0, out.at, out.row);
        this.room.free(gains, 8 * held);
        return;
      }
      case 'norm': {
        const { at, row, width, height, channels, held } = given(step.x);
        const out = this.map(step.out, width, height, channels);
        calls.weighted(at, row, width, height, held, step.gains, step.shifts, step.act, out.at, out.row);
        return;
      }
      case 'add': {
        const a = given(step.x);
        const b = given(step.y);
        const out = this.map(step.out, a.width, a.height, a.channels);
        calls.added(a.at, a.row, b.at, b.row, a.width * a.pixel, a.height, out.at, out.row);
        return;
      }
      case 'repeat': {
        const x = given(step.x);
        const width = x.width * step.factor;
        const height = x.height * step.factor;
        const out = this.map(step.out, width, height, x.channels);
        const to = [out.at, out.pixel, out.row] as const;
        calls.repeated(x.at, x.pixel, x.row, step.factor, x.held, width, height, ...to);
        return;
      }
      case 'join': {
        const parts = step.xs.map(given);
        const { width, height } = parts[0]!;
        const out = this.map(
          step.out,
          width,
          height,
          parts.reduce((sum, part) => sum + part.channels, 0),
        );
        let to = out.at;
        for (const { at, pixel, row, channels } of parts) {
          calls.repeated(at, pixel, row, 1, channels, width, height, to, out.pixel, out.row);
          to += 4 * channels;
        }
        return;
      }
      case 'unfold': {
        const { at, pixel, row, width, height, channels } = given(step.x);
        const few = channels / 4;
        // A single channel is the answer: a plane.
        const out = this.map(step.out, 2 * width, 2 * height, few, few === 1 ? 1 : undefined);
        calls.unfolded(at, pixel, row, few, width, height, out.at, out.pixel, out.row);
      }
    }
  }

  private convolve(step: ConvolveStep): void {
    const { room } = this;
    const x = this.maps.get(step.x)!;
    const [rows, columns] = step.taps;
    const [down, across] = step.strides;
    const [top, left, bottom, right] = step.pads;
    const width = Math.floor((x.width + left + right - columns) / across) + 1;
    const height = Math.floor((x.height + top + bottom - rows) / down) + 1;
    const out = this.map(step.out, width, height, step.outs);
    const src = x.at - top * x.row - left * x.pixel;
    const from = [src, across * x.pixel, down * x.row, x.row, rows] as const;
    const to = [width, height, out.at, out.pixel, out.row, step.act, step.gain, step.shift] as const;
    if (step.own) {
      room.calls.depthwise(...from, columns, x.held, step.weights as number, step.bias, ...to);
      return;
    }
    const run = columns * x.held;
    const blocks = out.held / EIGHT;
    if (typeof step.weights === 'number') {
      room.calls.convolve(...from, run, step.weights, blocks, step.bias, ...to);
      return;
    }
    const values = packed(this.smalls.get(step.weights)!, x.held);
    const at = room.take(values.byteLength);
    room.floats(at, values.length).set(values);
    room.calls.convolve(...from, run, at, blocks, step.bias, ...to);
    room.free(at, values.byteLength);
  }
}
