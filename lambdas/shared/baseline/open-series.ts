import { type BaselineSubject, DETECTED_SERIES, type Series, type SeriesBaseline } from '../contract/records.ts';
import { createDetector, type Detector, restoreDetector } from '../detection/detector.ts';
import { type Candidate, isLasting, withNormal, withOutlier } from './candidate.ts';
import { hasHours, learnHour, openHours, scaleHours } from './hour-profile.ts';
import { decodeSketch, encodeSketch } from './sketch-codec.ts';
import { addToSketch, emptySketch, RELATIVE_ACCURACY, type Sketch, sketchQuantile } from './sketch.ts';
import { MIN_SAMPLES } from './judge-value.ts';

/** A change of level by more than this is none that the hour-of-week profile keeps its shape through. */
const MOST_SCALE = 1000;

/**
 * Series whose first points are often far above the rest: what starts is slow. Nothing can be told from normal before a baseline is
 * established, so that these points are learned, and a single one of ten times the usual would keep the deviation too wide for an hour.
 */
const SLOW_STARTING: ReadonlySet<Series> = new Set<Series>([
  'duration-p50',
  'duration-p95',
  'duration-p99',
  'duration-mean',
  'duration-max',
  'init-time',
  'memory-used',
]);
/** What of the first points is trusted: between these quantiles lie 2 x 1.2816 deviations of a normal distribution. */
const TRUSTED = { from: 0.1, to: 0.9, deviations: 2.5631 } as const;

const DETECTED: ReadonlySet<Series> = new Set(DETECTED_SERIES);

/** Whether the series has a streaming detector: those of a target. A state for each version and operation would cost more than it tells. */
export function hasDetector(subject: BaselineSubject, series: Series): boolean {
  return subject.kind === 'target' && DETECTED.has(series);
}

/**
 * A baseline that is being learned: its figures as fields, its bytes decoded at the first need and encoded once at the end, so that a
 * point costs no decoding. What it holds after any points is what it would hold had it been closed and opened between any two of them.
 */
export class OpenSeries {
  readonly before: SeriesBaseline;
  readonly series: Series;
  count: number;
  mean: number;
  variance: number;
  min: number;
  max: number;
  updatedAt: number;
  candidate: Candidate | null;
  #adopted: number;
  readonly #discarded: Record<string, number>;
  #sketch: Sketch | null = null;
  #hours: Uint8Array | null = null;
  #detector: Detector | null = null;
  #detectorLearned = false;

  constructor(before: SeriesBaseline) {
    this.before = before;
    this.series = before.series;
    this.count = before.count;
    this.mean = before.mean;
    this.variance = before.variance;
    this.min = before.min;
    this.max = before.max;
    this.updatedAt = before.updatedAt;
    this.candidate = before.candidate;
    this.#adopted = before.adopted;
    this.#discarded = { ...before.discarded };
  }

  /** As it stands; null for a series without one. What is observed on it is learned with the next {@link keepDetector}. */
  get detector(): Detector | null {
    if (!hasDetector(this.before.subject, this.series)) return null;
    const { detector } = this.before;
    this.#detector ??= detector.length === 0 ? createDetector() : restoreDetector(detector);
    return this.#detector;
  }

  /** Says that the detector has learned a point that is folded in. */
  keepDetector(): void {
    this.#detectorLearned = true;
  }

  /** Counts a point that was not learned. */
  discard(reason: string): void {
    this.#discarded[reason] = (this.#discarded[reason] ?? 0) + 1;
  }

  /**
   * Learns one point. Exponentially weighted mean and variance (Finch 2009, Incremental calculation of weighted mean and variance,
   * section 9):
   *   d = x - mean;  mean += w d;  variance = (1 - w) (variance + w d^2)
   * with w = max(alpha, 1/n), so that the first 1/alpha points are plain mean and variance, not a long echo of the first one.
   */
  learn(value: number, at: number, alpha: number): void {
    this.count += 1;
    const first = this.count === 1;
    const weight = Math.max(alpha, 1 / this.count);
    const difference = value - this.mean;
    this.mean += weight * difference;
    this.variance = first ? 0 : (1 - weight) * (this.variance + weight * difference ** 2);
    this.min = first ? value : Math.min(this.min, value);
    this.max = first ? value : Math.max(this.max, value);
    this.#sketch ??= decodeSketch(this.before.sketch);
    addToSketch(this.#sketch, value);
    if (this.count === MIN_SAMPLES && SLOW_STARTING.has(this.series)) this.#trimStart(this.#sketch);
    if (hasHours(this.before.subject, this.series)) learnHour(this.#ownHours(), value, at);
  }

  /**
   * The baseline is established by this point: its mean is brought into the range that eight in ten points lie in, its deviation to that
   * range's.
   */
  #trimStart(sketch: Sketch): void {
    // What the sketch gives is the value times 1 - accuracy to 1 + accuracy: the mean of a series that never moved must stay what it is.
    const low = (sketchQuantile(sketch, TRUSTED.from) ?? this.mean) / (1 + RELATIVE_ACCURACY);
    const high = (sketchQuantile(sketch, TRUSTED.to) ?? this.mean) / (1 - RELATIVE_ACCURACY);
    this.mean = Math.min(high, Math.max(low, this.mean));
    this.variance = Math.min(this.variance, ((high - low) / TRUSTED.deviations) ** 2);
  }

  /** Holds the point against the candidate for a new norm; true when the candidate became the norm by it, and the point was learned so. */
  weigh(value: number, at: number, isOutlier: boolean, deployedAt: number | null): boolean {
    if (!isOutlier) {
      if (this.candidate !== null) this.candidate = withNormal(this.candidate);
      return false;
    }
    this.candidate = withOutlier(this.candidate, value, at);
    if (!isLasting(this.candidate, this, at, deployedAt)) return false;
    this.#adopt(this.candidate, value);
    return true;
  }

  /** Forgets what was normal: nothing was seen for too long. The counters stay. */
  restart(): void {
    this.count = 0;
    this.mean = 0;
    this.variance = 0;
    this.min = 0;
    this.max = 0;
    this.candidate = null;
    this.#sketch = emptySketch();
    if (hasHours(this.before.subject, this.series)) this.#hours = new Uint8Array(0);
    if (hasDetector(this.before.subject, this.series)) {
      this.#detector = createDetector();
      this.#detectorLearned = true;
    }
  }

  /** The bytes of what was learned, as they are stored. To be called before anything is observed that is not to be learned. */
  close(): Omit<SeriesBaseline, 'tenant' | 'watermark' | 'pending' | 'seen'> {
    const { before } = this;
    return {
      subject: before.subject,
      series: this.series,
      count: this.count,
      mean: this.mean,
      variance: this.variance,
      min: this.min,
      max: this.max,
      updatedAt: this.updatedAt,
      candidate: this.candidate,
      adopted: this.#adopted,
      discarded: this.#discarded,
      sketch: this.#sketch === null ? before.sketch : encodeSketch(this.#sketch),
      hours: this.#hours ?? before.hours,
      detector: this.#detectorLearned && this.#detector !== null ? this.#detector.save() : before.detector,
      revision: before.revision,
    };
  }

  /**
   * Statistics go on from the candidate's, quantiles and range from this point. The hour-of-week profile is scaled to the new level: what
   * takes longer takes longer by a factor, and the shape of the day stays; cleared it would be missed for a week.
   */
  #adopt({ count, mean, variance }: Candidate, value: number): void {
    if (hasHours(this.before.subject, this.series)) {
      const factor = this.mean > 0 ? mean / this.mean : Number.POSITIVE_INFINITY;
      if (factor <= MOST_SCALE) scaleHours(this.#ownHours(), factor);
      else this.#hours = new Uint8Array(0);
    }
    this.count = count;
    this.mean = mean;
    this.variance = variance;
    this.min = Math.min(mean, value);
    this.max = Math.max(mean, value);
    this.#sketch = emptySketch();
    addToSketch(this.#sketch, value);
    this.#adopted += 1;
    this.candidate = null;
  }

  #ownHours(): Uint8Array {
    if (this.#hours === null || this.#hours.length === 0) this.#hours = openHours(this.#hours ?? this.before.hours);
    return this.#hours;
  }
}
