/** The layers of an image, as files. */
package io.jenkins.plugins.monai.engine.map.layer;
