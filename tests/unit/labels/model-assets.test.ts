import { describe, expect, it } from 'vitest';
import { addModelAssets } from '../../../build/model-assets.ts';
import { MODEL_FILES } from '../../../lib/labels/ocr/models.ts';

describe('model assets', () => {
  it('are the pinned files, each under models/', () => {
    const files: { absoluteSrc: string; relativeDest: string }[] = [];
    addModelAssets(files);
    expect(files.map((f) => f.relativeDest).sort()).toEqual(
      Object.values(MODEL_FILES)
        .map((f) => `models/${f.file}`)
        .sort(),
    );
  });
});
