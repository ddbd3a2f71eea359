import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { checkClaim, retryEvidence } from '../../../lib/app/claims/commands.ts';
import { LOOSE } from '../../../lib/app/claims/loose-photos.ts';
import type { ClaimView, PhotoView } from '../../../lib/app/claims/views.ts';
import { t } from '../../../lib/i18n/index.ts';
import type { FindingRow } from '../../../lib/store/rows.ts';
import { RepairPhoto } from '../../check/RepairPhoto.tsx';
import { ClaimCompare } from '../../compare/ClaimCompare.tsx';
import { FindingItem } from '../../finding/FindingItem.tsx';
import { byStrength, comparisons, hasPair, tellingPhoto } from '../../finding/order.ts';
import { FilmStrip, framesOf } from '../../photo/film/FilmStrip.tsx';
import { KeptInPart } from '../../photo/film/KeptInPart.tsx';
import { PhotoStrip } from '../../photo/PhotoStrip.tsx';
import { PlaceDialog } from '../../place/PlaceDialog.tsx';
import { tryTo } from '../../state/notices.ts';
import { ClaimTeam } from '../../team/ClaimTeam.tsx';
import { ClaimHead } from '../ClaimHead.tsx';
import { FlagButton } from '../FlagButton.tsx';
import { PassButton } from '../PassButton.tsx';
import { AttachPhoto } from './AttachPhoto.tsx';
import { BuyerHistory } from './BuyerHistory.tsx';
import { CheckList } from './CheckList.tsx';
import { ChecksDone } from './ChecksDone.tsx';
import { FileTab } from './FileTab.tsx';
import { FreshEvidence } from './FreshEvidence.tsx';
import { OpenCase } from './OpenCase.tsx';
import { OrderFacts } from './OrderFacts.tsx';
import { NotBuyersPhoto, WithdrawnPictures } from './PictureOwner.tsx';
import './ClaimDetail.css';

/** What is looked at: a photo, one finding of it, one region of that finding. */
interface Look {
  photoId: string | null;
  findingId: string | null;
  region: number | null;
}

/** One claim in depth: photo against its source, findings, what to look at, history, actions. */
export function ClaimDetail({ view }: { view: ClaimView }) {
  const [look, setLook] = useState<Look>({ photoId: null, findingId: null, region: null });
  const photo = view.photos.find((one) => one.evidence.id === look.photoId) ?? tellingPhoto(view);
  const n = photo ? view.photos.indexOf(photo) + 1 : 0;
  const own = photo ? [...photo.findings].sort(byStrength) : [];
  const compared = photo ? (shownFinding(photo, look.findingId) ?? null) : null;
  // With nothing beside it to compare, the strip's own large frame is the picture.
  const isFilmAlone = photo !== null && compared === null && framesOf(photo).length > 0;
  const resultsOf = t(`surfaces.claim.${photo?.evidence.kind ?? 'photo'}Findings`, { n });
  const ofClaim = view.findings.filter((row) => !view.photos.some((one) => one.findings.includes(row)));
  const { claim, key } = view.row;
  return (
    <article className="detail" data-testid="claim-detail" data-key={key} data-claim={key}>
      <ClaimHead view={view} />
      <div className="row-wrap">
        <FlagButton claimKey={key} claimId={claim.claimId} flagged={view.flag !== null} />
        <PassButton claimKey={key} claimId={claim.claimId} passed={view.passed} />
        {claim.console === LOOSE ? <AttachPhoto claimKey={key} /> : <FreshEvidence claim={claim} />}
        <PlaceDialog view={view} photo={photo} />
        <OpenCase claimKey={key} />
        <button
          type="button"
          className="btn"
          data-testid="check-again"
          onClick={() => void tryTo('check', t('surfaces.errors.check'), () => checkClaim(key))}
        >
          <RotateCw aria-hidden="true" />
          {t('surfaces.claim.again')}
        </button>
      </div>
      <ClaimTeam claimKey={key} />
      {view.photos.length > 1 && (
        <PhotoStrip
          photos={view.photos}
          chosen={photo}
          onChoose={(one) => setLook({ photoId: one.evidence.id, findingId: null, region: null })}
        />
      )}
      {photo ? (
        <div className="detail-photo">
          {photo.evidence.state === 'unavailable' ? (
            <RepairPhoto evidence={photo.evidence} />
          ) : isFilmAlone ? (
            <FilmStrip key={photo.evidence.id} photo={photo} n={n} alone />
          ) : (
            <ClaimCompare
              key={`${photo.evidence.id} ${compared?.id ?? ''}`}
              photo={photo}
              n={n}
              row={compared}
              lit={look.region}
              onLight={(region) => setLook((now) => ({ ...now, region }))}
            />
          )}
          <section className="stack detail-findings" aria-label={resultsOf}>
            <h2>{resultsOf}</h2>
            <KeptInPart evidence={photo.evidence} />
            {!isFilmAlone && <FilmStrip key={photo.evidence.id} photo={photo} n={n} />}
            {own.length === 0 && <NothingFound photo={photo} />}
            {own.map((row) => (
              <FindingItem
                key={row.id}
                row={row}
                open={row === compared}
                lit={row === compared && look.region !== null}
                onLight={(on) => {
                  if (row === compared) setLook((now) => ({ ...now, region: on ? (now.region ?? 0) : null }));
                }}
                onShow={
                  (hasPair(row.finding) || row.finding.region?.length) && row !== compared
                    ? () => setLook((now) => ({ ...now, findingId: row.id, region: null }))
                    : undefined
                }
                onRetry={
                  row.code === 'photo-unavailable'
                    ? () =>
                        void tryTo('retry', t('surfaces.errors.retry'), () =>
                          retryEvidence(photo.evidence.id),
                        )
                    : undefined
                }
              />
            ))}
            <NotBuyersPhoto claimKey={key} photo={photo} />
            <ChecksDone checks={photo.checks} />
            <FileTab key={photo.evidence.id} photo={photo} />
          </section>
        </div>
      ) : (
        <p className="soft">{t('surfaces.claim.noPhotos')}</p>
      )}
      {ofClaim.length > 0 && (
        <section className="stack">
          <h2>{t('surfaces.claim.claimFindings')}</h2>
          {[...ofClaim].sort(byStrength).map((row) => (
            <FindingItem key={row.id} row={row} />
          ))}
        </section>
      )}
      <WithdrawnPictures claimKey={key} />
      <CheckList claim={claim} />
      <OrderFacts claim={claim} />
      <BuyerHistory view={view} />
    </article>
  );
}

/** The finding whose picture is shown: the chosen one, else the first that has another picture, else the first with regions. */
function shownFinding(photo: PhotoView, chosen: string | null): FindingRow | undefined {
  return (
    photo.findings.find((row) => row.id === chosen) ??
    comparisons(photo)[0] ??
    [...photo.findings].sort(byStrength).find((row) => row.finding.region?.length)
  );
}

function NothingFound({ photo }: { photo: PhotoView }) {
  if (photo.state !== 'done') return <p className="small soft">{t(`verdicts.${photo.state}`)}</p>;
  // Of a video that is kept in part the sentence above says what was not checked.
  if (photo.evidence.fetch?.parts) return null;
  const isVideo = photo.evidence.kind === 'video';
  return (
    <p className="small soft">{t(isVideo ? 'surfaces.claim.nothingInVideo' : 'surfaces.claim.nothing')}</p>
  );
}
