/** Types of a spec; no code. `…Input` is what users write, the others are complete: every field is there. */

/**
 * @typedef {object} InitializerSpec
 * @property {string} type
 * @property {number} value
 * @property {number} minval
 * @property {number} maxval
 * @property {number} mean
 * @property {number} stddev
 * @property {number} scale
 * @property {'fanIn' | 'fanOut' | 'fanAvg'} mode
 * @property {'truncatedNormal' | 'untruncatedNormal' | 'uniform'} distribution
 * @property {number} gain
 */

/**
 * @typedef {'dense' | 'conv2d' | 'depthwiseConv2d' | 'locallyConnected2d' | 'maxPooling2d' | 'averagePooling2d'
 *   | 'globalAveragePooling2d' | 'flatten' | 'reshape' | 'dropout' | 'batchNormalization' | 'layerNormalization'
 *   | 'activation'} LayerType
 */

/** @typedef {[height: number, width: number]} Pair */

/**
 * A layer has the fields of its type in `LAYERS` of the catalog, and these.
 *
 * @typedef {object} LayerSpec
 * @property {LayerType} type
 * @property {string} name   `dense_1`: prefix of its parameters' names
 * @property {boolean} trainable
 * @property {{ l1: number, l2: number } | null} regularizer   in place of the network's; null: the network's
 * @property {number} [units]
 * @property {number} [filters]
 * @property {number} [depthMultiplier]
 * @property {Pair} [kernelSize]
 * @property {Pair} [poolSize]
 * @property {Pair} [strides]
 * @property {'valid' | 'same'} [padding]
 * @property {Pair} [dilationRate]
 * @property {number[]} [targetShape]
 * @property {number} [rate]
 * @property {number} [momentum]
 * @property {number} [epsilon]
 * @property {string} [activation]
 * @property {number} [alpha]
 * @property {InitializerSpec} [kernelInitializer]
 * @property {InitializerSpec} [biasInitializer]
 */

/**
 * @typedef {object} ScheduleSpec
 * @property {string} type
 * @property {number} steps          in batches
 * @property {number} gamma
 * @property {number} minimum
 * @property {number} warmupShare
 * @property {number} divFactor
 * @property {number} finalDivFactor
 */

/**
 * @typedef {object} OptimizerSpec
 * @property {string} type
 * @property {number} learningRate   before the schedule
 * @property {number} beta1
 * @property {number} beta2
 * @property {number} epsilon
 * @property {number} momentum
 * @property {number} rho
 * @property {number} initialAccumulatorValue
 * @property {number} weightDecay
 * @property {boolean} decayBiases
 * @property {number} clipValue      0: off
 * @property {number} clipNorm       0: off
 * @property {ScheduleSpec} schedule
 */

/** @typedef {{ l1: number, l2: number, l1Update: 'subgradient' | 'proximal', biases: boolean }} RegularizerSpec */
/** @typedef {{ delta: number, labelSmoothing: number }} LossOptions */

/**
 * @typedef {object} NetworkSpec
 * @property {number} version   SPEC_VERSION
 * @property {number[]} inputShape   without the batch
 * @property {LayerSpec[]} layers
 * @property {string} loss
 * @property {LossOptions} lossOptions
 * @property {OptimizerSpec} optimizer
 * @property {RegularizerSpec} regularizer
 * @property {number} batchSize
 * @property {number} seed
 */

/** @typedef {string | ({ type: string } & Partial<InitializerSpec>)} InitializerInput */
/** @typedef {string | Partial<ScheduleSpec>} ScheduleInput */
/** @typedef {string | (Partial<Omit<OptimizerSpec, 'schedule'>> & { schedule?: ScheduleInput })} OptimizerInput */
/** @typedef {number | Pair} PairInput   one number stands for both */

/**
 * @typedef {object} LayerInputChanges
 * @property {{ l1?: number, l2?: number } | null} [regularizer]
 * @property {PairInput} [kernelSize]
 * @property {PairInput} [poolSize]
 * @property {PairInput} [strides]
 * @property {PairInput} [dilationRate]
 * @property {InitializerInput} [kernelInitializer]
 * @property {InitializerInput} [biasInitializer]
 */

/** @typedef {{ type: LayerType } & Partial<Omit<LayerSpec, keyof LayerInputChanges | 'type'>> & LayerInputChanges} LayerInput */

/**
 * What users write: only `inputShape` and `layers` are needed.
 *
 * @typedef {object} NetworkSpecInput
 * @property {number} [version]
 * @property {number[]} inputShape
 * @property {LayerInput[]} layers
 * @property {string} [loss]   default: the one fused with the last activation, else meanSquaredError
 * @property {Partial<LossOptions>} [lossOptions]
 * @property {OptimizerInput} [optimizer]   default sgd
 * @property {Partial<RegularizerSpec>} [regularizer]
 * @property {number} [batchSize]
 * @property {number} [seed]
 */

export {};
