import { FileKey2, FileUp, Stamp } from 'lucide-react';
import { useCallback, useEffect, useId, useState } from 'react';
import { askAuthority, chooseAuthority, leaveAuthority } from '../../lib/app/keeping/anchor-ask.ts';
import {
  type AnchorState,
  anchorState,
  nextAnchor,
  requestFile,
  takeAnswer,
  trustAuthority,
  watchAnchors,
} from '../../lib/app/keeping/anchors.ts';
import { formatInstant, t } from '../../lib/i18n/index.ts';
import { saveFile } from '../../lib/platform/downloads.ts';
import type { Settings } from '../../lib/store/settings.ts';
import { useLive } from '../live/useLive.ts';
import { tryTo } from '../state/notices.ts';

/** What came of the last act, in words; empty while nothing did. */
function useSaid() {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const run = async (work: () => Promise<string>) => {
    setBusy(true);
    setSaid('');
    setSaid((await tryTo('time stamp', t('settings.anchors.failed'), work)) ?? '');
    setBusy(false);
  };
  return { busy, said, run };
}

const reason = (answer: { state: string; why?: string }): string =>
  answer.state === 'valid' ? '' : t(`settings.anchors.why.${answer.why}`);

/** Time stamps of the log by an authority of the seller's choice: over the network, or with files. */
export function AnchorPanel({ chosen }: { chosen: Settings['anchors'] }) {
  const [url, setUrl] = useState(chosen.url);
  const { busy, said, run } = useSaid();
  const id = useId();
  const choose = async () => {
    const answer = await chooseAuthority(url);
    return answer === 'chosen' ? reason(await askAuthority()) : t(`settings.anchors.why.${answer}`);
  };
  const leave = async () => {
    await leaveAuthority();
    return '';
  };
  const save = async () => {
    const anchor = await nextAnchor();
    if (!anchor) return t('settings.anchors.why.nothing-new');
    saveFile(`${anchor.digest.slice(0, 16)}.tsq`, requestFile(anchor));
    return '';
  };
  return (
    <section className="card pad stack" aria-labelledby={`${id}-title`} data-testid="anchors">
      <h2 id={`${id}-title`}>{t('settings.anchors.title')}</h2>
      <p className="small soft">{t('settings.anchors.text')}</p>
      <Newest />
      <label className="field-label" htmlFor={`${id}-url`}>
        {t('settings.anchors.address')}
      </label>
      <input
        id={`${id}-url`}
        className="input"
        type="url"
        value={url}
        disabled={chosen.on}
        data-testid="anchor-url"
        onChange={(event) => setUrl(event.target.value)}
      />
      <div className="row-wrap">
        {chosen.on ? (
          <>
            <Act busy={busy} name="now" onClick={() => void run(async () => reason(await askAuthority()))} />
            <Act busy={busy} name="off" onClick={() => void run(leave)} />
          </>
        ) : (
          <Act busy={busy || url.trim() === ''} name="on" onClick={() => void run(choose)} />
        )}
      </div>
      <div className="row-wrap">
        <button type="button" className="btn" data-testid="anchor-save" onClick={() => void run(save)}>
          <Stamp aria-hidden="true" />
          {t('settings.anchors.file')}
        </button>
        <FileButton
          name="answer"
          accept=".tsr,.tst,.p7s"
          onFile={(file) =>
            run(async () => reason(await takeAnswer(new Uint8Array(await file.arrayBuffer()))))
          }
        />
        <FileButton
          name="certificate"
          accept=".pem,.crt,.cer,.txt"
          onFile={(file) =>
            run(async () => {
              const n = await trustAuthority(await file.text());
              return n > 0 ? t('settings.anchors.imported', { n }) : t('settings.anchors.why.no-certificate');
            })
          }
        />
      </div>
      <p className="tiny soft">{t('settings.anchors.fileHelp')}</p>
      <p className="small" role="status" data-testid="anchor-said">
        {busy ? t('settings.anchors.asking') : said}
      </p>
    </section>
  );
}

function Act({ name, busy, onClick }: { name: 'on' | 'off' | 'now'; busy: boolean; onClick(): void }) {
  return (
    <button
      type="button"
      className={name === 'off' ? 'btn btn-quiet' : 'btn'}
      data-testid={`anchor-${name}`}
      disabled={busy}
      onClick={onClick}
    >
      {t(`settings.anchors.${name}`)}
    </button>
  );
}

function FileButton(props: {
  name: 'answer' | 'certificate';
  accept: string;
  onFile(file: File): Promise<void>;
}) {
  return (
    <label className="btn">
      {props.name === 'answer' ? <FileUp aria-hidden="true" /> : <FileKey2 aria-hidden="true" />}
      {t(`settings.anchors.${props.name}`)}
      <input
        type="file"
        accept={props.accept}
        className="visually-hidden"
        data-testid={`anchor-${props.name}`}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file may be chosen again.
          event.target.value = '';
          if (file) void props.onFile(file);
        }}
      />
    </label>
  );
}

/** What is covered, since when, and what is not. */
function Newest() {
  const changed = useLive(watchAnchors).value;
  const [state, setState] = useState<AnchorState | null>(null);
  const look = useCallback(
    () => void tryTo('time stamps', t('settings.anchors.failed'), async () => setState(await anchorState())),
    [],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again after each change of what is stored
  useEffect(look, [look, changed]);
  if (!state) return null;
  const { newest, first, open, tried } = state;
  const failed = tried?.why && tried.why !== 'nothing-new' ? tried : null;
  return (
    <div className="small stack" data-testid="anchor-state">
      <p className="num">
        {newest
          ? t('settings.anchors.newest', {
              n: newest.anchor.to,
              at: formatInstant(newest.anchor.genTime ?? ''),
              authority: newest.anchor.authority ?? '',
            })
          : t('settings.anchors.none')}
      </p>
      {newest && <p className="soft">{t(`settings.anchors.${newest.trusted ? 'trusted' : 'untrusted'}`)}</p>}
      {first?.genTime && (
        <p className="soft num">{t('settings.anchors.first', { at: formatInstant(first.genTime) })}</p>
      )}
      {open > 0 && <p className="soft num">{t('settings.anchors.open', { n: open })}</p>}
      {failed && (
        <p className="warn-line" data-testid="anchor-failed">
          {t('settings.anchors.tried', { at: formatInstant(failed.at) })} ·{' '}
          {reason({ state: '', why: failed.why ?? '' })}
        </p>
      )}
    </div>
  );
}
