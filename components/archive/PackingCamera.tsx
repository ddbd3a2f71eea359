import { Camera, Circle, Square, Video, VideoOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { barcodesIn } from '../../lib/app/archive/barcodes.ts';
import { isNumber, keepCapture, LONGEST_VIDEO_S } from '../../lib/app/archive/packing-capture.ts';
import { logOf } from '../../lib/base/log.ts';
import { t } from '../../lib/i18n/index.ts';
import { tryTo, useNotices } from '../state/notices.ts';
import { type Camera as PackingTable, useCamera } from './useCamera.ts';

const log = logOf('archive');

/** Pause between looks for a barcode, while no number has been given. */
const SCAN_MS = 900;

/** Fills in the number of a waybill that is held before the camera. */
function useScan(camera: PackingTable, number: string, found: (number: string) => void): void {
  const { on, recorded } = camera;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the camera's functions are new with every drawing and do the same
  useEffect(() => {
    if (!on || number !== '' || recorded !== null) return;
    let left = false;
    const look = async () => {
      const texts = await camera
        .still()
        .then((frame) => barcodesIn(frame))
        .catch(() => []);
      const known = texts.find(isNumber);
      if (left) return;
      if (known) found(known);
      else timer = setTimeout(() => void look(), SCAN_MS);
    };
    let timer = setTimeout(() => void look(), SCAN_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [on, number, recorded]);
}

/** Photo or short video of a parcel being packed, kept with its hash, this machine's time and the parcel's number. */
export function PackingCamera() {
  const camera = useCamera();
  const [number, setNumber] = useState('');
  const [kept, setKept] = useState<string[]>([]);
  const say = useNotices((state) => state.say);
  useScan(camera, number, setNumber);
  const ready = isNumber(number);
  const keep = (take: () => Promise<Blob>) =>
    void tryTo('capture', t('cases.ui.camera.failed'), async () => {
      const at = new Date();
      const row = await keepCapture(await take(), number, at);
      setKept((before) => [row.path, ...before].slice(0, 5));
      setNumber('');
    });
  const start = () =>
    camera.start().catch((error: unknown) => {
      log.info('the camera failed', error);
      say(t('cases.ui.camera.denied', { why: error instanceof Error ? error.message : String(error) }));
    });
  return (
    <div className="card pad stack" data-testid="camera">
      <h3>{t('cases.ui.camera.title')}</h3>
      <p className="small soft">{t('cases.ui.camera.help')}</p>
      {camera.on ? (
        <>
          <video
            ref={camera.video}
            className="camera-view"
            autoPlay
            muted
            playsInline
            data-testid="camera-view"
          />
          <form
            className="row-wrap"
            onSubmit={(event) => {
              // A hand scanner types the number and presses enter.
              event.preventDefault();
              if (ready && camera.recorded === null) keep(camera.still);
            }}
          >
            <label className="grow field-label">
              {t('cases.ui.camera.number')}
              <input
                className="input"
                value={number}
                autoComplete="off"
                disabled={camera.recorded !== null}
                data-testid="camera-number"
                onChange={(event) => setNumber(event.target.value)}
              />
            </label>
            {camera.recorded === null ? (
              <>
                <button
                  type="submit"
                  className="btn btn-primary"
                  disabled={!ready}
                  data-testid="camera-still"
                >
                  <Camera aria-hidden="true" />
                  {t('cases.ui.camera.still')}
                </button>
                <button
                  type="button"
                  className="btn"
                  disabled={!ready}
                  data-testid="camera-record"
                  onClick={() => keep(() => camera.record(LONGEST_VIDEO_S))}
                >
                  <Circle aria-hidden="true" />
                  {t('cases.ui.camera.record')}
                </button>
              </>
            ) : (
              <button type="button" className="btn" data-testid="camera-end" onClick={camera.end}>
                <Square aria-hidden="true" />
                {t('cases.ui.camera.end', { s: camera.recorded })}
              </button>
            )}
            <button type="button" className="btn btn-quiet" data-testid="camera-stop" onClick={camera.stop}>
              <VideoOff aria-hidden="true" />
              {t('cases.ui.camera.stop')}
            </button>
          </form>
          {number !== '' && !ready && <p className="tiny soft">{t('cases.ui.camera.needNumber')}</p>}
        </>
      ) : (
        <div className="row-wrap">
          <button type="button" className="btn" data-testid="camera-start" onClick={() => void start()}>
            <Video aria-hidden="true" />
            {t('cases.ui.camera.start')}
          </button>
        </div>
      )}
      <ul className="small" role="status" data-testid="camera-kept">
        {kept.map((name) => (
          <li key={name}>{t('cases.ui.camera.saved', { name })}</li>
        ))}
      </ul>
      <p className="tiny soft">{t('cases.ui.camera.clock')}</p>
    </div>
  );
}
