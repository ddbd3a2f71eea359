import { useState } from 'react';
import { type FileTag, fileTags } from '../../../lib/app/claims/file-tags.ts';
import type { PhotoView } from '../../../lib/app/claims/views.ts';
import { formatBytes, formatInstant, t } from '../../../lib/i18n/index.ts';
import type { FileReport, Trace } from '../../../lib/provenance/types.ts';
import { tryTo } from '../../state/notices.ts';
import './FileTab.css';

/** What stands in the file, with its place and raw bytes, so that anybody can check it. */
export function FileTab({ photo }: { photo: PhotoView }) {
  const { evidence, photo: row } = photo;
  const report = row?.report as FileReport | undefined;
  if (!evidence.sha256 || !row) return null;
  const kept = evidence.fetch?.parts;
  const facts: [string, string][] = [
    [t(kept ? 'files.tab.hashOfParts' : 'files.tab.hash'), evidence.sha256],
    [
      t('files.tab.keptBytes'),
      kept?.parts.map(({ from, to, sha256 }) => `${from}–${to - 1} (${sha256})`).join(' · ') ?? '',
    ],
    [t('files.tab.type'), row.mime],
    [t('files.tab.pixels'), `${row.width} × ${row.height}`],
    [t('files.tab.size'), report ? formatBytes(report.bytes) : ''],
    [t('files.tab.got'), evidence.fetch ? formatInstant(evidence.fetch.at) : ''],
    [t('files.tab.from'), evidence.fetch?.usedUrl ?? ''],
  ];
  return (
    <details className="file-tab" data-testid="file-tab">
      <summary>{t('files.tab.title')}</summary>
      <dl className="file-facts">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <h4>{t('files.tab.traces')}</h4>
      {report?.traces.length ? (
        <ul className="file-traces">
          {report.traces.map((trace) => (
            <li key={`${trace.id} ${trace.place} ${trace.offset}`}>
              <TraceLine trace={trace} />
            </li>
          ))}
        </ul>
      ) : (
        <p className="small soft">{t('files.tab.noTraces')}</p>
      )}
      {report?.unreadable.length ? (
        <p className="small">
          {t('files.tab.unreadable')}:{' '}
          {report.unreadable.map((part) => `${part.place} (${part.why})`).join(' · ')}
        </p>
      ) : null}
      <TagTable sha256={evidence.sha256} />
    </details>
  );
}

function TraceLine({ trace }: { trace: Trace }) {
  return (
    <>
      <code>{trace.id}</code> <span className="small soft">{trace.place}</span>
      {trace.offset >= 0 && (
        <span className="small soft">
          {' '}
          · {t('files.tab.offset')} {trace.offset}
        </span>
      )}
      {trace.raw && <pre title={t('files.tab.raw')}>{trace.raw}</pre>}
      {trace.hex && <pre title={t('files.tab.hex')}>{trace.hex}</pre>}
    </>
  );
}

function TagTable({ sha256 }: { sha256: string }) {
  const [tags, setTags] = useState<FileTag[] | null>(null);
  const list = () =>
    void tryTo('tags', t('files.tab.tagsFailed'), async () => setTags((await fileTags(sha256)) ?? []));
  if (!tags) {
    return (
      <button type="button" className="btn btn-quiet" data-testid="file-tags" onClick={list}>
        {t('files.tab.tagsLoad')}
      </button>
    );
  }
  if (!tags.length) return <p className="small soft">{t('files.tab.noTags')}</p>;
  return (
    <table className="file-tags">
      <caption>{t('files.tab.tags')}</caption>
      <tbody>
        {tags.map((tag) => (
          <tr key={`${tag.group} ${tag.name}`}>
            <td className="soft">{tag.group}</td>
            <th scope="row">{tag.name}</th>
            <td>{tag.value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
