import { FileUp } from 'lucide-react';
import { repairEvidence } from '../../lib/app/claims/loose-photos.ts';
import { logOf } from '../../lib/base/log.ts';
import { t } from '../../lib/i18n/index.ts';
import type { EvidenceRow } from '../../lib/store/rows.ts';
import { useNotices } from '../state/notices.ts';
import { DropZone } from '../ui/DropZone.tsx';
import { refusal } from './DropPhoto.tsx';

const log = logOf('claims');

/** A photo that could not be fetched: the seller saves it from the page and drops the file here. */
export function RepairPhoto({ evidence }: { evidence: EvidenceRow }) {
  const say = useNotices((state) => state.say);
  const repair = async (file: File | undefined) => {
    if (!file) return;
    try {
      await repairEvidence(evidence.id, file);
      say(t('surfaces.repair.done'));
    } catch (error) {
      log.error('adding a missing photo failed', error);
      say(refusal(error));
    }
  };
  return (
    <DropZone className="repair-photo" testId="repair-photo" onFiles={(files) => void repair(files[0]?.file)}>
      <p className="small">{t('surfaces.repair.text', { why: evidence.fetch?.status || null })}</p>
      <label className="btn">
        <FileUp aria-hidden="true" />
        {t('surfaces.repair.choose')}
        <input
          type="file"
          accept="image/*,.heic,.heif"
          className="visually-hidden"
          data-testid="repair-photo-input"
          onChange={(event) => void repair(event.target.files?.[0])}
        />
      </label>
    </DropZone>
  );
}
