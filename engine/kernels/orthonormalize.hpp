#pragma once

#include <cstddef>
#include <span>

namespace nw::kernels {

/// The shorter side of the largest matrix that orthonormalize takes.
inline constexpr std::size_t kMaxOrthonormal = 1024;

/// Makes the columns of a matrix orthonormal, or its rows when those are fewer.   A = Q R, diagonal of R >= 0
///
/// That is the QR decomposition whose signs are fixed by R, computed in place by Gram and Schmidt's method:
/// no memory is needed, and of a matrix of normal numbers Q is uniform over all orthogonal ones. A vector
/// that depends on those before it (the zero vector, say) gives way to a unit vector.
///
/// Sums are taken in double and in an order that the shape fixes; what is kept between them are floats. Each
/// vector is projected again until hardly anything is taken away from it, so that Q^T Q is 1 to about 1e-6.
///
/// Shapes   matrix: [rows, cols], row-major, contiguous.
/// Needs    min(rows, cols) <= kMaxOrthonormal. Asserted.
/// Cost     about 4 max(rows, cols) min(rows, cols)^2 operations, in double and not by vectors.
/// Threads  pure; sequential, because the order is part of the bits.
/// Source   Giraud, Langou, Rozložník, The loss of orthogonality in the Gram-Schmidt orthogonalization
/// process
///          (2005): twice is enough. Signs: Mezzadri, How to generate random matrices from the classical
///          compact groups (2007), section 5.
/// Tests    tests/engine/kernels/orthonormalize.test.cpp
void orthonormalize(std::span<float> matrix, std::size_t rows, std::size_t cols) noexcept;

}  // namespace nw::kernels
