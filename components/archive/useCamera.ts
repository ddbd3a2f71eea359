/** The packing table's camera: opened when asked for, closed when the page is left, one photo or one video at a time. */
import { type RefObject, useEffect, useRef, useState } from 'react';

export interface Camera {
  video: RefObject<HTMLVideoElement | null>;
  on: boolean;
  /** Seconds since recording began; null while nothing is recorded. */
  recorded: number | null;
  start(): Promise<void>;
  stop(): void;
  /** The picture of this moment as JPEG. Throws Error before the first picture has arrived. */
  still(): Promise<Blob>;
  /** Records until `end` is called or `most` seconds are over; resolves to the video. */
  record(most: number): Promise<Blob>;
  end(): void;
}

/** As sharp as common cameras give; the small print of a waybill needs it. */
const WANTED: MediaStreamConstraints = {
  video: { width: { ideal: 1920 }, height: { ideal: 1080 }, facingMode: 'environment' },
  audio: false,
};

export function useCamera(): Camera {
  const video = useRef<HTMLVideoElement>(null);
  const stream = useRef<MediaStream | null>(null);
  const recorder = useRef<MediaRecorder | null>(null);
  const [on, setOn] = useState(false);
  const [recorded, setRecorded] = useState<number | null>(null);

  const release = () => {
    if (recorder.current?.state === 'recording') recorder.current.stop();
    for (const track of stream.current?.getTracks() ?? []) track.stop();
    stream.current = null;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the refs hold at the end is released
  useEffect(() => release, []);
  useEffect(() => {
    if (on && video.current) video.current.srcObject = stream.current;
  }, [on]);

  return {
    video,
    on,
    recorded,
    async start() {
      stream.current = await navigator.mediaDevices.getUserMedia(WANTED);
      setOn(true);
    },
    stop() {
      release();
      setOn(false);
    },
    async still() {
      const frame = video.current;
      if (!frame?.videoWidth) throw new Error('the camera has not shown a picture yet');
      const canvas = new OffscreenCanvas(frame.videoWidth, frame.videoHeight);
      canvas.getContext('2d')?.drawImage(frame, 0, 0);
      return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
    },
    record(most) {
      return new Promise((resolve, reject) => {
        if (!stream.current) {
          reject(new Error('the camera is off'));
          return;
        }
        const parts: Blob[] = [];
        const taking = new MediaRecorder(stream.current, { mimeType: 'video/webm' });
        recorder.current = taking;
        const began = Date.now();
        const tick = setInterval(() => {
          const seconds = Math.round((Date.now() - began) / 1_000);
          setRecorded(seconds);
          if (seconds >= most && taking.state === 'recording') taking.stop();
        }, 250);
        taking.ondataavailable = ({ data }) => parts.push(data);
        taking.onerror = () => reject(new Error('the recording broke off'));
        taking.onstop = () => {
          clearInterval(tick);
          setRecorded(null);
          resolve(new Blob(parts, { type: 'video/webm' }));
        };
        setRecorded(0);
        taking.start();
      });
    },
    end() {
      if (recorder.current?.state === 'recording') recorder.current.stop();
    },
  };
}
