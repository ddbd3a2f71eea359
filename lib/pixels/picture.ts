/** The one shape in which pixels travel between decode, matching and labels. */

/** RGBA, 8 bit, straight alpha already painted on white, EXIF orientation applied; `data.length === width * height * 4`. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}
