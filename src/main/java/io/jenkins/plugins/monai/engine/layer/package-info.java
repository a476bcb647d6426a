/** Layers made of files: the same files give the same bytes, wherever and whenever they are made. */
package io.jenkins.plugins.monai.engine.layer;
