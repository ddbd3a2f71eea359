/** Teaching in the page: the seller points at one claim's parts, what the reader already knows is only shown to be confirmed. */

import { holds, textOf } from '../../lib/consoles/page/walk.ts';
import type { SessionReading } from '../../lib/consoles/session.ts';
import { learn, numberIn, type Pointed } from '../../lib/consoles/teach/learn.ts';
import type { TaughtReader } from '../../lib/consoles/teach/spec.ts';
import type { LabelName } from '../../lib/consoles/words/words.ts';
import { formatMoney } from '../../lib/i18n/format.ts';
import { createHost } from './mark.ts';
import { TEACH_STYLE } from './teach-style.ts';
import { t } from './texts.ts';

/** In this order; the number comes first because it tells where a claim begins and ends. */
const STEPS = ['claimId', 'evidence', 'amount', 'reason', 'orderId'] as const satisfies readonly LabelName[];
type Step = (typeof STEPS)[number];

/** Longest text of one value; more than that is a whole part of the page. */
const LONGEST_VALUE = 200;

export interface TeachOptions {
  document: Document;
  address(): string;
  /** The latest reading of the page, for what is already known. */
  latest(): SessionReading | undefined;
  onDone(reader: TaughtReader): void;
}

interface Known {
  element: Element;
  shown: string;
  pointed: boolean;
}

const EVENTS = ['click', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'dblclick', 'auxclick'] as const;

export class TeachBar {
  private readonly options: TeachOptions;
  private readonly host: HTMLElement;
  private readonly bar: HTMLElement;
  private readonly outline: HTMLElement;
  private readonly known = new Map<Step, Known>();
  private readonly skipped = new Set<Step>();
  private note = '';

  constructor(options: TeachOptions) {
    this.options = options;
    const { document } = options;
    const { host, root } = createHost(document);
    const style = document.createElement('style');
    style.textContent = TEACH_STYLE;
    this.bar = document.createElement('div');
    this.bar.className = 'bar';
    this.bar.setAttribute('role', 'dialog');
    this.outline = document.createElement('div');
    this.outline.className = 'outline';
    root.append(style, this.outline, this.bar);
    host.dataset.teach = '';
    this.host = host;
    this.takeGuesses();
    document.documentElement.append(host);
    const view = document.defaultView;
    for (const name of EVENTS) view?.addEventListener(name, this.onPointer, { capture: true });
    view?.addEventListener('mousemove', this.onMove, { capture: true, passive: true });
    view?.addEventListener('keydown', this.onKey, { capture: true });
    this.draw();
  }

  /** Takes the bar off the page. */
  close(): void {
    const view = this.options.document.defaultView;
    for (const name of EVENTS) view?.removeEventListener(name, this.onPointer, { capture: true });
    view?.removeEventListener('mousemove', this.onMove, { capture: true });
    view?.removeEventListener('keydown', this.onKey, { capture: true });
    this.host.remove();
  }

  /** What the page's own words told already needs no pointing. */
  private takeGuesses(): void {
    const claim = this.options.latest()?.reading.claims.find((entry) => entry.anchor?.isConnected);
    const { partial, anchor } = claim ?? {};
    if (!partial || !anchor) return;
    const guess = (step: Step, shown: string | undefined, element: Element | undefined): void => {
      if (shown && element) this.known.set(step, { element, shown, pointed: false });
    };
    if (partial.claimId && numberIn(textOf(anchor)) === partial.claimId)
      guess('claimId', partial.claimId, anchor);
    guess(
      'evidence',
      partial.evidence?.length ? `${partial.evidence.length}` : undefined,
      claim?.evidenceAnchors[0]?.element,
    );
    guess('amount', partial.amount && formatMoney(partial.amount), anchor);
    guess('reason', partial.reason, anchor);
    guess('orderId', partial.orderId, anchor);
  }

  private asked(): Step | undefined {
    return STEPS.find((step) => !this.known.has(step) && !this.skipped.has(step));
  }

  private readonly onMove = (event: MouseEvent): void => {
    const target = this.targetOf(event);
    const box = target?.getBoundingClientRect();
    const { style } = this.outline;
    style.display = box ? 'block' : 'none';
    if (!box) return;
    style.left = `${box.left - 2}px`;
    style.top = `${box.top - 2}px`;
    style.width = `${box.width}px`;
    style.height = `${box.height}px`;
  };

  /** The page's element under the pointer, or undefined over the bar itself. For evidence the picture there. */
  private targetOf(event: MouseEvent): Element | undefined {
    const [first] = event.composedPath();
    if (!(first instanceof Element) || holds(this.host, first) || !this.asked()) return undefined;
    if (this.asked() !== 'evidence') return first;
    const root = first.getRootNode() as Document | ShadowRoot;
    return (
      root
        .elementsFromPoint(event.clientX, event.clientY)
        .find((element) => element.matches('img, video, [style*="background"]')) ?? first
    );
  }

  private readonly onPointer = (event: Event): void => {
    const target = this.targetOf(event as MouseEvent);
    if (!target) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type === 'click') this.point(target);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopImmediatePropagation();
    this.close();
  };

  private point(element: Element): void {
    const step = this.asked();
    if (!step) return;
    this.note = '';
    const text = textOf(element);
    if (step === 'evidence') {
      const picture = element.matches('img, video, [style*="background"]')
        ? element
        : element.querySelector('img, video');
      if (picture) this.known.set(step, { element: picture, shown: '✓', pointed: true });
      else this.note = t('consoles.teach.noPicture');
    } else if (text.length > LONGEST_VALUE || !text) this.note = t('consoles.teach.closer');
    else if ((step === 'claimId' || step === 'orderId') && !this.isNumber(step, text))
      this.note = t('consoles.teach.noNumber');
    else this.known.set(step, { element, shown: numberFor(step, text), pointed: true });
    this.draw();
  }

  /** Whether a text holds such a number; on a console that a file knows it must have that console's shape. */
  private isNumber(step: 'claimId' | 'orderId', text: string): boolean {
    const number = numberIn(text);
    const definition = this.options.latest()?.definition;
    if (!number || !definition || definition.unknownSite) return number !== undefined;
    return (step === 'claimId' ? definition.ids.claim : definition.ids.order).test(number);
  }

  private save(): void {
    const pointed: Pointed[] = [...this.known]
      .filter(
        ([step, entry]) =>
          entry.pointed || step === 'claimId' || (step === 'evidence' && entry.element.isConnected),
      )
      .map(([name, { element }]) => ({ name, element }));
    const latest = this.options.latest();
    const definition = latest?.definition;
    const replaces = Number(/\+taught\.(\d+)$/.exec(definition?.version ?? '')?.[1] ?? 0);
    const reader = learn({
      url: new URL(this.options.address()),
      at: new Date().toISOString(),
      replaces,
      pointed,
      ...(definition && { console: definition.id }),
    });
    if (typeof reader === 'string') {
      this.note = t(`consoles.teach.refused.${reader}`);
      this.draw();
      return;
    }
    this.close();
    this.options.onDone(reader);
  }

  private draw(): void {
    const { document } = this.options;
    const asked = this.asked();
    const element = <K extends keyof HTMLElementTagNameMap>(
      tag: K,
      name: string,
      text = '',
    ): HTMLElementTagNameMap[K] => {
      const made = document.createElement(tag);
      made.className = name;
      made.textContent = text;
      return made;
    };
    const ask = element('p', 'ask', asked ? t(`consoles.teach.ask.${asked}`) : t('consoles.teach.ready'));
    ask.setAttribute('aria-live', 'polite');
    const note = element('p', 'note', this.note);
    const fields = element('ul', 'fields');
    for (const step of STEPS) {
      const known = this.known.get(step);
      const item = element(
        'li',
        '',
        `${t(`consoles.teach.field.${step}`)}${known ? `: ${known.shown}` : ''}`,
      );
      item.dataset.state = known ? 'known' : step === asked ? 'asked' : 'open';
      fields.append(item);
    }
    const buttons = element('div', 'buttons');
    const button = (name: string, label: string, disabled: boolean, act: () => void): void => {
      const made = element('button', name, label);
      made.type = 'button';
      made.disabled = disabled;
      made.dataset.action = name;
      made.addEventListener('click', act);
      buttons.append(made);
    };
    button('cancel', t('consoles.teach.cancel'), false, () => this.close());
    button('skip', t('consoles.teach.skip'), !asked || asked === 'claimId', () => {
      if (asked) this.skipped.add(asked);
      this.draw();
    });
    button('main', t('consoles.teach.save'), !this.known.has('claimId'), () => this.save());
    this.bar.setAttribute('aria-label', t('consoles.teach.title'));
    this.bar.replaceChildren(ask, note, fields, buttons);
    // The keyboard stays with the bar while the pointer goes over the page.
    (buttons.querySelector<HTMLButtonElement>('.main:enabled') ?? buttons.querySelector('button'))?.focus({
      preventScroll: true,
    });
  }
}

const numberFor = (step: Step, text: string): string =>
  step === 'claimId' || step === 'orderId' ? (numberIn(text) ?? text) : text.slice(0, 40);
